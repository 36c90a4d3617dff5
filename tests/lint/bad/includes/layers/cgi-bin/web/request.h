/* request */
#include "domain/invoice.h"
#include "tools/courier.h"
#include "../base/mem.h"
#include "mem.h"
#include <base/mem.h>
#include HEADER
#include <cgi/cgi.h>
#include <fcgi_stdio.h>
#include <fcgiapp.h>
