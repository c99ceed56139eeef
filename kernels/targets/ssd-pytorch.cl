/* Rule `ssd-pytorch`, as `match` of ssd.pytorch: of equal IoUs the first counts; the last object that wants an anchor gets it. */

#define FF_LAST_OF_EQUAL 0
#define FF_FIRST_OBJECT_KEEPS 0

#include "targets/argMax.h"
