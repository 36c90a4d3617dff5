#include "base/banned.h"
#include <fcgiapp.h>
#include "web/page.h"
#include "domain/audit.h"
