/* log: #include "base/banned.h" in a comment does not count. */
#include "base/banned.h"
