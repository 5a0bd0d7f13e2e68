#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

/* Work shared over all cores: one batch at a time, while the caller does something else or helps. */

struct pool;

struct pool *pool_new(void);
void pool_free(struct pool *pool);

/* How many may work at once, the caller among them: at least 1. */
size_t pool_workers(const struct pool *pool);

/* Begins `work(ctx, i, who)` for each i below `count`, in any order, on the other cores; returns at once. `who` is below pool_workers; no two
 * that run at the same time have the same. */
void pool_start(struct pool *pool, size_t count, void (*work)(void *ctx, size_t i, size_t who), void *ctx);
/* Helps with what is left, and returns when all of it is done. */
void pool_finish(struct pool *pool);

#endif
