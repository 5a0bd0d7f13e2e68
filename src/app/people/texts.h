#ifndef APP_PEOPLE_TEXTS_H
#define APP_PEOPLE_TEXTS_H

#include <stddef.h>

/* A list of short texts, owned: areas, roles, names. */

struct app_texts {
	char **items;
	size_t count;
};

void app_texts_add(struct app_texts *texts, const char *text);
void app_texts_copy(struct app_texts *to, const char *const *items, size_t count); /* `to` is empty before */
void app_texts_release(struct app_texts *texts);

#endif
