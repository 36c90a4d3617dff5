#include "base/str.h"
#include "base/banned.h"
