/* Operation `backlight`. */

#include "photometric/pointwise.h"
#include "photometric/backlight.h"

FF_POINTWISE_KERNEL(backlight, ff_backlight)
