// The least that one core needs: Scharfetter-Gummel rates, the rational exponential with seven complex
// tridiagonal solves, Richardson extrapolation over h, h/2, h/4. Everything is redone at each call.
// Built as a shared library by density_peer.py. Problem 0 is Ornstein-Uhlenbeck, 1 the double well.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define POLES 7

static const double pole_re[POLES] = {
    -8.8977731864688888199, -3.7032750494234480603, -0.20875863825013012510,
    3.9933697105785685194, 5.0893450605806245066, 5.6231425727459771248, 2.2697838292311127097};
static const double pole_im[POLES] = {
    16.630982619902085304, 13.656371871483268171, 10.991260561901260913, 6.0048316422350373178,
    3.5888240290270065102, 1.1940690463439669766, 8.4617379730402214019};
static const double weight_re[POLES] = {
    -7.1542880635890672853e-5, 9.4390253107361688779e-3, -0.37636003878226968717,
    -23.498232091082701191, 46.933274488831293047, -27.875161940145646468, 4.8071120988325088907};
static const double weight_im[POLES] = {
    1.4361043349541300111e-4, -1.7184791958483017511e-2, 0.33518347029450104214,
    -5.8083591297142074004, 45.643649768827760791, -102.14733999056451434, -1.3209793837428723881};
static const double limit = 1.8321743782540412751e-14;

static double bernoulli(double z) {
  if (fabs(z) < 1e-3) return 1 - z / 2 + z * z / 12;
  return z / expm1(z);
}

static double potential(int problem, double x) {
  return problem ? x * x * x * x / 4 - x * x / 2 : x * x / 2;
}

// One level: cell averages at time t on n cells of [-w, w].
static void level(int problem, int n, double t, double *out) {
  const double w = problem ? 4 : 8, diffusion = problem ? 0.1 : 0.5;
  const double mean = problem ? -1 : 2, root = 0.3 * sqrt(2), h = 2 * w / n;
  const double unit = t * diffusion / (h * h);
  double *memory = calloc(8 * (size_t)n, sizeof(double));
  double *start = memory, *lower = start + n, *diagonal = lower + n, *upper = diagonal + n;
  double *gr = upper + n, *gi = gr + n, *yr = gi + n, *yi = yr + n;
  double last = erf((-w - mean) / root);
  for (int i = 0; i < n; i++) {
    double next = erf((-w + (i + 1) * h - mean) / root);
    start[i] = (next - last) / (2 * h);
    last = next;
  }
  for (int i = 0; i + 1 < n; i++) {
    double x = -w + (i + 0.5) * h;
    double z = (potential(problem, x) - potential(problem, x + h)) / diffusion;
    double up = unit * bernoulli(-z), down = unit * bernoulli(z);
    diagonal[i] -= up, upper[i] += down, diagonal[i + 1] -= down, lower[i + 1] += up;
  }
  for (int i = 0; i < n; i++) out[i] = limit * start[i];
  for (int k = 0; k < POLES; k++) {
    const double pr = pole_re[k], pi = pole_im[k], wr = 2 * weight_re[k], wi = 2 * weight_im[k];
    double cr = 0, ci = 0, vr = 0, vi = 0;
    for (int i = 0; i < n; i++) {
      double dr = diagonal[i] - pr - lower[i] * cr, di = -pi - lower[i] * ci;
      double inverse = 1 / (dr * dr + di * di), ir = dr * inverse, ii = -di * inverse;
      double br = start[i] - lower[i] * vr, bi = -lower[i] * vi;
      cr = gr[i] = upper[i] * ir, ci = gi[i] = upper[i] * ii;
      vr = yr[i] = br * ir - bi * ii, vi = yi[i] = br * ii + bi * ir;
    }
    double xr = 0, xi = 0;
    for (int i = n - 1; i >= 0; i--) {
      double nr = yr[i] - (gr[i] * xr - gi[i] * xi), ni = yi[i] - (gr[i] * xi + gi[i] * xr);
      xr = nr, xi = ni;
      out[i] += wr * xr - wi * xi;
    }
  }
  free(memory);
}

void solve(int problem, int n, int levels, double t, double *out) {
  double *table[4];
  for (int l = 0; l < levels; l++) {
    int cells = n << l;
    table[l] = malloc(sizeof(double) * cells);
    level(problem, cells, t, table[l]);
    for (int width = cells; width > n; width /= 2)
      for (int i = 0; i < width / 2; i++)
        table[l][i] = (table[l][2 * i] + table[l][2 * i + 1]) / 2;
  }
  for (int order = 1; order < levels; order++) {
    double factor = pow(4, order);
    for (int l = levels - 1; l >= order; l--)
      for (int i = 0; i < n; i++)
        table[l][i] += (table[l][i] - table[l - 1][i]) / (factor - 1);
  }
  memcpy(out, table[levels - 1], sizeof(double) * n);
  for (int l = 0; l < levels; l++) free(table[l]);
}
