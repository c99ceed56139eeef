/* Operation `noise`. */

#include "photometric/pointwise.h"
#include "photometric/noise.h"

FF_POINTWISE_KERNEL(noise, ff_noise)
