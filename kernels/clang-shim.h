// What NVRTC has built in and plain clang has not, for compiling kernels to PTX on machines without CUDA:
//   clang-19 -x cuda --cuda-device-only --cuda-gpu-arch=sm_90 -nocudainc -nocudalib -std=c++17 -O3 -ffp-contract=off -S
//            -include kernels/clang-shim.h -include kernels/prelude.h kernels/<room>/<operation>.cl -o <operation>.ptx
#ifndef FF_CLANG_SHIM_H
#define FF_CLANG_SHIM_H

#define __CUDACC__ 1
#define __device__ __attribute__((device))
#define __global__ __attribute__((global))
#define __shared__ __attribute__((shared))
#define __constant__ __attribute__((constant))
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(lanes) __attribute__((launch_bounds(lanes)))
#define FF_SHIM static __device__ __forceinline__

struct FfShimIndex {
    unsigned x, y;
};

FF_SHIM FfShimIndex ff_shim_thread() { return {(unsigned)__nvvm_read_ptx_sreg_tid_x(), (unsigned)__nvvm_read_ptx_sreg_tid_y()}; }
FF_SHIM FfShimIndex ff_shim_block() { return {(unsigned)__nvvm_read_ptx_sreg_ctaid_x(), (unsigned)__nvvm_read_ptx_sreg_ctaid_y()}; }
FF_SHIM FfShimIndex ff_shim_block_size() { return {(unsigned)__nvvm_read_ptx_sreg_ntid_x(), (unsigned)__nvvm_read_ptx_sreg_ntid_y()}; }
FF_SHIM FfShimIndex ff_shim_grid() { return {(unsigned)__nvvm_read_ptx_sreg_nctaid_x(), (unsigned)__nvvm_read_ptx_sreg_nctaid_y()}; }
#define threadIdx ff_shim_thread()
#define blockIdx ff_shim_block()
#define blockDim ff_shim_block_size()
#define gridDim ff_shim_grid()

FF_SHIM int atomicAdd(int* place, int value) { return __atomic_fetch_add(place, value, __ATOMIC_RELAXED); }
FF_SHIM unsigned atomicAdd(unsigned* place, unsigned value) { return __atomic_fetch_add(place, value, __ATOMIC_RELAXED); }
FF_SHIM unsigned atomicOr(unsigned* place, unsigned value) { return __atomic_fetch_or(place, value, __ATOMIC_RELAXED); }
FF_SHIM int atomicMin(int* place, int value) { return __atomic_fetch_min(place, value, __ATOMIC_RELAXED); }
FF_SHIM unsigned atomicMin(unsigned* place, unsigned value) { return __atomic_fetch_min(place, value, __ATOMIC_RELAXED); }
FF_SHIM unsigned __float_as_uint(float value) { return __builtin_bit_cast(unsigned, value); }
FF_SHIM float __uint_as_float(unsigned bits) { return __builtin_bit_cast(float, bits); }
FF_SHIM float __fsqrt_rn(float value) { return __nvvm_sqrt_rn_f(value); }
FF_SHIM int __popc(unsigned value) { return __builtin_popcount(value); }

#endif
