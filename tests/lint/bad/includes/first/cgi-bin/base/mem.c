#include "base/banned.h"
#include <stdlib.h>
#include "base/mem.h"
