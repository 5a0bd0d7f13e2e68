#ifndef EXCHANGE_POOL_H
#define EXCHANGE_POOL_H

#include <stddef.h>

/* Work shared over all cores: one batch at a time, while the caller does something else or helps. Internal to the floor. */

struct pool;

struct pool *pool_new(void);
void pool_free(struct pool *pool);

/* Begins `work(ctx, i)` for each i below `count`, in any order, on the other cores; returns at once. */
void pool_start(struct pool *pool, size_t count, void (*work)(void *ctx, size_t i), void *ctx);
/* Helps with what is left, and returns when all of it is done. */
void pool_finish(struct pool *pool);

#endif
