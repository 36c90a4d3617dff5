#include "base/banned.h"
#include "web/view.h"
#include <curl/curl.h>
#include <util/neo_hdf.h>
