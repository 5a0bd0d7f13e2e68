#ifndef STEP_LOG_H
#define STEP_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/division.h"
#include "base/id.h"

/* A log: the steps that one author signed on one device about one area, one behind the other since the log was begun. Only the author's key
 * can write in it. doc/file-format, "Logs". */

struct step;

struct log_key {
	struct id author; /* credential */
	struct device_id device;
	char area[DIVISION_CODE_LEN + 1];
	int64_t epoch;
};

/* The log a step stands in; false: in none, the step is a self-signed credential. */
bool log_of_step(const struct step *step, struct log_key *out);
int log_cmp(const struct log_key *a, const struct log_key *b);	     /* by author, device, area, epoch */
bool log_beside(const struct log_key *a, const struct log_key *b);   /* equal but for the epoch */
int log_owner_cmp(const struct log_key *a, const struct log_key *b); /* by author, area: what may have so many lines in a trailer */
bool log_equal(const struct log_key *a, const struct log_key *b);
/* A name to look the log up by (base/map.h), the same for equal logs alone. */
void log_name(const struct log_key *log, struct id *out);

/* `log` stands as {author, device, area, epoch} in what lists logs. */
struct value;
void log_write(const struct log_key *log, struct value *object);
bool log_read(const struct value *object, struct log_key *out);

#endif
