#include "base/banned.h"
#include <ClearSilver/ClearSilver.h>
