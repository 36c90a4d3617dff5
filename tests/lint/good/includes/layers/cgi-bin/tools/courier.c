#include "base/banned.h"
#include <stdio.h>
#include <curl/curl.h>
#include <gmime/gmime.h>
#include "tools/options.h"
#include "domain/outbox.h"
