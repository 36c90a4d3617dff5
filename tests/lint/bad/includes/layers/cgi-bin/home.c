/* home: includes what a page must not see. */
#include "base/banned.h"
#include <string.h>
#include <stdio.h>
#include "web/page.h"
#include "web/request.h"
#include "base/db.h"
#include "tools/courier.h"
#include <mysql/mysql.h>
#include <idn2.h>
#include "domain/contact_person.h"
/*
#include <stdlib.h>
*/
