#include "base/banned.h"
#include <curl/curl.h>
