// One kernel text, three dialects. KernelLibrary puts this file in front of every kernel; clang gets it by -include.
//
//   OpenCL C 1.2      as the kernels are written
//   CUDA              NVRTC, or clang -x cuda after clang-shim.h
//   host twin         g++ -x c++ -DFF_HOST_TWIN: lanes are coroutines, so the sanitizers see every access (host-twin.h)
//
// Rules for kernel text (kernels/README.md gives the reasons):
//   FF_KERNEL(64) void name(FF_GLOBAL const uchar* source, FF_GLOBAL uchar* destination, uint count)
//   - 64 is the work group size: a number or a #define of one, at most 1024. A launch uses exactly that size.
//   - Arguments: FF_GLOBAL pointers and int, uint, long, ulong, float. Never local memory, never constant memory.
//   - Every helper is FF_DEVICE. Local arrays stand at kernel scope: FF_LOCAL_ARRAY(uint, sums, 64), at most 48 KB in all.
//   - Every lane reaches every FF_BARRIER(): guard work with if (active), never return before a barrier.
//   - No vector types, convert_*, vload, images, printf, double. Float literals end in f. Float work is + - * / ff_sqrt only.
//   - 64-bit numbers only for offsets into buffers.
#ifndef FF_PRELUDE_H
#define FF_PRELUDE_H

#if defined(FF_HOST_TWIN)

typedef unsigned char uchar;
typedef unsigned short ushort;
typedef unsigned int uint;
typedef unsigned long ulong;
#include "host-twin.h"

#define FF_DEVICE static inline __attribute__((always_inline, unused))
#define FF_KERNEL(lanes) static __attribute__((unused))
#define FF_GLOBAL
#define FF_LOCAL
#define FF_LOCAL_ARRAY(type, name, count) static type name[count]
#define FF_CONSTANT static const
#define FF_BARRIER() ff_host_barrier()
#define FF_UNROLL
#define restrict __restrict__

FF_DEVICE uint get_local_id(uint axis) { return axis == 0 ? ff_host_grid.lane : 0; }
FF_DEVICE uint get_local_size(uint axis) { return axis == 0 ? ff_host_grid.lanes : 1; }
FF_DEVICE uint get_group_id(uint axis) { return axis < 2 ? ff_host_grid.group[axis] : 0; }
FF_DEVICE uint get_num_groups(uint axis) { return axis < 2 ? ff_host_grid.groups[axis] : 1; }
FF_DEVICE int atomic_add(int* place, int value) { int old = *place; *place = old + value; return old; }
FF_DEVICE uint atomic_add(uint* place, uint value) { uint old = *place; *place = old + value; return old; }
FF_DEVICE uint atomic_or(uint* place, uint value) { uint old = *place; *place = old | value; return old; }
FF_DEVICE int atomic_min(int* place, int value) { int old = *place; *place = old < value ? old : value; return old; }
FF_DEVICE uint atomic_min(uint* place, uint value) { uint old = *place; *place = old < value ? old : value; return old; }
FF_DEVICE uint as_uint(float value) { uint bits; __builtin_memcpy(&bits, &value, 4); return bits; }
FF_DEVICE float as_float(uint bits) { float value; __builtin_memcpy(&value, &bits, 4); return value; }
FF_DEVICE float ff_sqrt(float value) { return __builtin_sqrtf(value); }
FF_DEVICE uint popcount(uint value) { return (uint)__builtin_popcount(value); }

#elif defined(__CUDACC__)

typedef unsigned char uchar;
typedef unsigned short ushort;
typedef unsigned int uint;
typedef unsigned long ulong;

#define FF_DEVICE static __device__ __forceinline__
#define FF_KERNEL(lanes) extern "C" __global__ __launch_bounds__(lanes)
#define FF_GLOBAL
#define FF_LOCAL
#define FF_LOCAL_ARRAY(type, name, count) __shared__ type name[count]
#define FF_CONSTANT static __device__ __constant__ const
#define FF_BARRIER() __syncthreads()
#define FF_UNROLL _Pragma("unroll")
#define restrict __restrict__

FF_DEVICE uint get_local_id(uint axis) { return axis == 0 ? threadIdx.x : 0u; }
FF_DEVICE uint get_local_size(uint axis) { return axis == 0 ? blockDim.x : 1u; }
FF_DEVICE uint get_group_id(uint axis) { return axis == 0 ? blockIdx.x : axis == 1 ? blockIdx.y : 0u; }
FF_DEVICE uint get_num_groups(uint axis) { return axis == 0 ? gridDim.x : axis == 1 ? gridDim.y : 1u; }
FF_DEVICE int atomic_add(int* place, int value) { return atomicAdd(place, value); }
FF_DEVICE uint atomic_add(uint* place, uint value) { return atomicAdd(place, value); }
FF_DEVICE uint atomic_or(uint* place, uint value) { return atomicOr(place, value); }
FF_DEVICE int atomic_min(int* place, int value) { return atomicMin(place, value); }
FF_DEVICE uint atomic_min(uint* place, uint value) { return atomicMin(place, value); }
FF_DEVICE uint as_uint(float value) { return __float_as_uint(value); }
FF_DEVICE float as_float(uint bits) { return __uint_as_float(bits); }
FF_DEVICE float ff_sqrt(float value) { return __fsqrt_rn(value); }
FF_DEVICE uint popcount(uint value) { return (uint)__popc(value); }

#else

#pragma OPENCL FP_CONTRACT OFF

#define FF_DEVICE static inline __attribute__((always_inline))
#define FF_KERNEL(lanes) __kernel __attribute__((reqd_work_group_size(lanes, 1, 1)))
#define FF_GLOBAL __global
#define FF_LOCAL __local
#define FF_LOCAL_ARRAY(type, name, count) __local type name[count]
#define FF_CONSTANT __constant
// Both fences, because CUDA's barrier orders both memories.
#define FF_BARRIER() barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)
#define FF_UNROLL _Pragma("unroll")

// OpenCL gives size_t. A macro is not expanded within itself, so these reach the functions behind their names.
#define get_local_id(axis) ((uint)get_local_id(axis))
#define get_local_size(axis) ((uint)get_local_size(axis))
#define get_group_id(axis) ((uint)get_group_id(axis))
#define get_num_groups(axis) ((uint)get_num_groups(axis))

FF_DEVICE float ff_sqrt(float value) { return sqrt(value); }

#endif

#if defined(__cplusplus)
FF_DEVICE uint get_global_id(uint axis) { return get_group_id(axis) * get_local_size(axis) + get_local_id(axis); }
FF_DEVICE uint get_global_size(uint axis) { return get_num_groups(axis) * get_local_size(axis); }
FF_DEVICE uint mul_hi(uint a, uint b) { return (uint)(((ulong)a * b) >> 32); }
FF_DEVICE int mul_hi(int a, int b) { return (int)(((long)a * b) >> 32); }
#if !defined(__CUDACC_RTC__)
FF_DEVICE int min(int a, int b) { return b < a ? b : a; }
FF_DEVICE int max(int a, int b) { return a < b ? b : a; }
FF_DEVICE uint min(uint a, uint b) { return b < a ? b : a; }
FF_DEVICE uint max(uint a, uint b) { return a < b ? b : a; }
FF_DEVICE long min(long a, long b) { return b < a ? b : a; }
FF_DEVICE long max(long a, long b) { return a < b ? b : a; }
FF_DEVICE float min(float a, float b) { return b < a ? b : a; }
FF_DEVICE float max(float a, float b) { return a < b ? b : a; }
#endif
FF_DEVICE int clamp(int value, int low, int high) { return min(max(value, low), high); }
FF_DEVICE uint clamp(uint value, uint low, uint high) { return min(max(value, low), high); }
FF_DEVICE float clamp(float value, float low, float high) { return min(max(value, low), high); }
#else
#define get_global_id(axis) ((uint)get_global_id(axis))
#define get_global_size(axis) ((uint)get_global_size(axis))
#endif

#endif
