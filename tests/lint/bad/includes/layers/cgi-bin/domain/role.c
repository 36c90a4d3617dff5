#include "base/banned.h"
#include "web/page.h"
#include "domain/user.h"
#include "domain/audit.h"
#include "domain/horoscope.h"
#include <sodium.h>
