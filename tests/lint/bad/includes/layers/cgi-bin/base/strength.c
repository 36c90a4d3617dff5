#include "base/banned.h"
#include <zxcvbn/zxcvbn.h>
