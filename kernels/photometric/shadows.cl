/* Operation `shadows`. */

#include "photometric/pointwise.h"
#include "photometric/shadows.h"

FF_POINTWISE_KERNEL(shadows, ff_shadows)
