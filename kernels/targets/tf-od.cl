/* Rule `tf-od`, as ArgMaxMatcher of the TensorFlow Object Detection API: of equal IoUs the first counts; the first object that wants an
   anchor gets it; anchors may be ignored. */

#define FF_LAST_OF_EQUAL 0
#define FF_FIRST_OBJECT_KEEPS 1

#include "targets/argMax.h"
