#include "base/banned.h"
#include <mysql/errmsg.h>
#include <mysql/mysql.h>
