/*
 * Arithmetic on whole vectors of 32 numbers.
 *
 * Swift's SIMD types spell most operations lane by lane and leave it to the optimiser to find the
 * vectors again, which it does for small functions and not for long ones. Each function here is one
 * operation of the compiler on whole vectors, so a kernel becomes what it says, four registers of
 * 512 bits at a time: as many independent chains as hide the latency of a multiplication.
 */
#ifndef FOKKER_VECTORS_H
#define FOKKER_VECTORS_H

#define VECTOR_INLINE static inline __attribute__((always_inline))

typedef double vector_double32 __attribute__((ext_vector_type(32)));
typedef float vector_float32 __attribute__((ext_vector_type(32)));
typedef unsigned long long vector_word32 __attribute__((ext_vector_type(32)));
typedef unsigned int vector_half32 __attribute__((ext_vector_type(32)));

/* In one rounding where the processor can; otherwise it would be a call per number. */
#if defined(__FMA__) || defined(__aarch64__)
#define VECTOR_FUSED(a, b, c) __builtin_elementwise_fma(a, b, c)
#else
#define VECTOR_FUSED(a, b, c) ((a) * (b) + (c))
#endif

/* Real vectors: V of numbers R, with the bits B, whose integers are S when they have a sign. */
#define VECTOR_REAL(NAME, V, R, B, S)                                                           \
  VECTOR_INLINE V NAME##_repeating(R a) { return (V)a; }                                        \
  VECTOR_INLINE V NAME##_loaded(const R *from) { V a; __builtin_memcpy(&a, from, sizeof a); return a; } \
  VECTOR_INLINE void NAME##_store(V a, R *to) { __builtin_memcpy(to, &a, sizeof a); }           \
  VECTOR_INLINE V NAME##_sum(V a, V b) { return a + b; }                                        \
  VECTOR_INLINE V NAME##_difference(V a, V b) { return a - b; }                                 \
  VECTOR_INLINE V NAME##_product(V a, V b) { return a * b; }                                    \
  VECTOR_INLINE V NAME##_fused(V a, V b, V c) { return VECTOR_FUSED(a, b, c); }                 \
  VECTOR_INLINE B NAME##_bits(V a) { return (B)a; }                                             \
  VECTOR_INLINE V NAME##_of_bits(B a) { return (V)a; }                                          \
  VECTOR_INLINE V NAME##_of_unsigned(B a) { return __builtin_convertvector(a, V); }             \
  VECTOR_INLINE V NAME##_of_signed(B a) { return __builtin_convertvector((S)a, V); }            \
  /* a where the highest bit of the mask is set, b elsewhere */                                 \
  VECTOR_INLINE V NAME##_selected(B mask, V a, V b) { return (S)mask < 0 ? a : b; }

/* Vectors V of unsigned integers N. */
#define VECTOR_BITS(NAME, V, N)                                                                 \
  VECTOR_INLINE V NAME##_repeating(N a) { return (V)a; }                                        \
  VECTOR_INLINE V NAME##_sum(V a, V b) { return a + b; }                                        \
  VECTOR_INLINE V NAME##_difference(V a, V b) { return a - b; }                                 \
  VECTOR_INLINE V NAME##_and(V a, V b) { return a & b; }                                        \
  VECTOR_INLINE V NAME##_or(V a, V b) { return a | b; }                                         \
  VECTOR_INLINE V NAME##_xor(V a, V b) { return a ^ b; }                                        \
  VECTOR_INLINE V NAME##_shifted_right(V a, int count) { return a >> count; }                   \
  VECTOR_INLINE V NAME##_shifted_left(V a, int count) { return a << count; }                    \
  /* the bitwise or of all lanes */                                                             \
  VECTOR_INLINE N NAME##_reduced_or(V a) { return __builtin_reduce_or(a); }

typedef long long vector_signed_word32 __attribute__((ext_vector_type(32)));
typedef int vector_signed_half32 __attribute__((ext_vector_type(32)));

VECTOR_REAL(vector_double32, vector_double32, double, vector_word32, vector_signed_word32)
VECTOR_REAL(vector_float32, vector_float32, float, vector_half32, vector_signed_half32)
VECTOR_BITS(vector_word32, vector_word32, unsigned long long)
VECTOR_BITS(vector_half32, vector_half32, unsigned int)

/* The 64-bit products of the low halves of the words. */
VECTOR_INLINE vector_word32 vector_word32_low_product(vector_word32 a, vector_word32 b) {
  return (a & 0xFFFFFFFFu) * (b & 0xFFFFFFFFu);
}

/*
 * The same word, of which the compiler then knows nothing.
 *
 * A mask that it moves out of a loop is no longer part of the product above, which then becomes a
 * full product of 64 bits, five times as slow.
 */
VECTOR_INLINE unsigned long long vector_opaque_word(unsigned long long a) {
  __asm__ volatile("" : "+r"(a));
  return a;
}

/* 0, 1, …, 31. */
VECTOR_INLINE vector_word32 vector_word32_counting(void) {
  vector_word32 a;
  for (int lane = 0; lane < 32; lane++) a[lane] = (unsigned long long)lane;
  return a;
}

typedef unsigned int vector_half64 __attribute__((ext_vector_type(64)));

/* The low halves of the words. */
VECTOR_INLINE vector_half32 vector_word32_low_halves(vector_word32 a) {
  vector_half64 halves = (vector_half64)a;
  return halves.even;
}

/* The high halves of the words. */
VECTOR_INLINE vector_half32 vector_word32_high_halves(vector_word32 a) {
  vector_half64 halves = (vector_half64)a;
  return halves.odd;
}

#endif
