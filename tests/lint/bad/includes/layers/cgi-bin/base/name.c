#include "base/banned.h"
#include <idn2.h>
#include <zxcvbn.h>
