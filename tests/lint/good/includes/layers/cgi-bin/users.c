/* users: what a page may include. */
#include "base/banned.h"
#include "web/page.h"
#include "web/view.h"
#include "domain/user.h"
#include <stdbool.h>
#include <string.h>
