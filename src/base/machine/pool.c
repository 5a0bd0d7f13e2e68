#include "base/machine/pool.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/attr.h"
#include "base/mem.h"

#define THREADS_MAX 15
#define STRIDE 8 /* items that a thread takes at a time */

struct helper {
	struct pool *pool;
	pthread_t thread;
	size_t who; /* from 1: 0 is the caller */
};

struct pool {
	struct helper helpers[THREADS_MAX];
	size_t helper_count;

	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool leaving;
	size_t next, count, busy; /* of the batch; busy: threads inside it */
	void (*work)(void *, size_t, size_t);
	void *ctx;
};

/* Takes items until none is left. Called and left with the lock held. */
static void
help(struct pool *pool, size_t who)
{
	while (pool->next < pool->count) {
		size_t first = pool->next, last = first + STRIDE < pool->count ? first + STRIDE : pool->count;

		pool->next = last;
		pool->busy++;
		pthread_mutex_unlock(&pool->lock);
		for (size_t i = first; i < last; i++)
			pool->work(pool->ctx, i, who);
		pthread_mutex_lock(&pool->lock);
		pool->busy--;
	}
}

static void *
serve(void *arg)
{
	struct helper *helper = arg;
	struct pool *pool = helper->pool;

	pthread_mutex_lock(&pool->lock);
	while (!pool->leaving) {
		help(pool, helper->who);
		pthread_cond_broadcast(&pool->changed);
		if (!pool->leaving)
			pthread_cond_wait(&pool->changed, &pool->lock);
	}
	pthread_mutex_unlock(&pool->lock);
	return NULL;
}

struct pool *
pool_new(void)
{
	struct pool *pool = mem_alloc(sizeof(*pool));
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->changed, NULL);
	/* One thread fewer than cores, since the caller works too. A thread that cannot be started is done without. */
	while (pool->helper_count < THREADS_MAX && (long)pool->helper_count + 1 < cores) {
		struct helper *helper = &pool->helpers[pool->helper_count];

		*helper = (struct helper){ .pool = pool, .who = pool->helper_count + 1 };
		if (pthread_create(&helper->thread, NULL, serve, helper) != 0)
			break;
		pool->helper_count++;
	}
	return pool;
}

void
pool_free(struct pool *pool)
{
	if (!pool)
		return;
	pthread_mutex_lock(&pool->lock);
	pool->leaving = true;
	pthread_cond_broadcast(&pool->changed);
	pthread_mutex_unlock(&pool->lock);
	for (size_t i = 0; i < pool->helper_count; i++)
		pthread_join(pool->helpers[i].thread, NULL);
	pthread_cond_destroy(&pool->changed);
	pthread_mutex_destroy(&pool->lock);
	free(pool);
}

size_t
pool_workers(const struct pool *pool)
{
	return pool->helper_count + 1;
}

void
pool_start(struct pool *pool, size_t count, void (*work)(void *ctx, size_t i, size_t who), void *ctx)
{
	pthread_mutex_lock(&pool->lock);
	pool->work = work;
	pool->ctx = ctx;
	pool->next = 0;
	pool->count = count;
	pthread_cond_broadcast(&pool->changed);
	pthread_mutex_unlock(&pool->lock);
}

void
pool_finish(struct pool *pool)
{
	pthread_mutex_lock(&pool->lock);
	help(pool, 0);
	while (pool->busy)
		pthread_cond_wait(&pool->changed, &pool->lock);
	pool->count = pool->next = 0;
	pthread_mutex_unlock(&pool->lock);
}
