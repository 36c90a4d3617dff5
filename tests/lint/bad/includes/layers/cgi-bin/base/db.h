/* db: shows the library to everyone. */
#include <mysql.h>
