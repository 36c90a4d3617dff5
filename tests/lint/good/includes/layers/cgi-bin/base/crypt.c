#include "base/banned.h"
#include <sodium.h>
