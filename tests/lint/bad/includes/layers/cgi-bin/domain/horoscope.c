#include "base/banned.h"
#include "domain/context.h"
