#include <cblas.h>
#include <lapacke.h>

/* lapack_int is a macro, which Swift cannot see. */
typedef lapack_int LAPACKInteger;
