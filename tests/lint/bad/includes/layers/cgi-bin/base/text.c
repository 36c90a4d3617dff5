#include "base/banned.h"
#include "domain/context.h"
#include <curl/curl.h>
#include <gmime/gmime.h>
#include <idn2.h>
