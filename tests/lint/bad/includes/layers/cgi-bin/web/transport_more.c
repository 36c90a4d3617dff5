#include "base/banned.h"
#include <fcgiapp.h>
