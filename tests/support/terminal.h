#ifndef TESTS_SUPPORT_TERMINAL_H
#define TESTS_SUPPORT_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* A program in a terminal of its own, driven by a test: keys in, the screen read as text. The terminal is libvterm. Nothing is timed: waits.so,
 * preloaded, says when the program waits for the next key, and whoever reads the screen first waits for that rest, so that it shows what
 * all the keys typed so far have done. A test that waits in vain fails with the whole screen. */

struct pty;

/* `env`: NAME=VALUE texts on top of a minimal environment, ending with NULL. */
struct pty *pty_start(const char *const *argv, const char *const *env, int rows, int cols);
void pty_free(struct pty *pty); /* kills what still runs */

/* Bytes as typed, without any wait. */
void pty_type(struct pty *pty, const char *bytes);
/* Keys, separated by spaces: names (Enter Esc Tab BackTab Up Down Left Right Home End PgUp PgDn Del Bs ^A..^Z Space) or texts typed as they
 * are, each character one key. They are typed ahead, but for Esc, which stands alone. */
void pty_keys(struct pty *pty, const char *keys);
size_t pty_key_count(const struct pty *pty);	   /* since the start */
void pty_paste(struct pty *pty, const char *text); /* bracketed */

/* Until all that was typed is taken in and drawn, and the program waits for a key (or has ended). */
void pty_rest(struct pty *pty);
/* Until it also has done what it does by itself in the pause after the last key. */
void pty_wait_kept(struct pty *pty);
/* Until the program is at rest and the text stands on the screen (is gone from it). */
void pty_wait(struct pty *pty, const char *text);
void pty_wait_gone(struct pty *pty, const char *text);
/* Until the text stands there, though the program does not rest: what it says during a long act. */
void pty_wait_busy(struct pty *pty, const char *text);
/* Until the program has written so many bytes. */
void pty_wait_written(struct pty *pty, size_t bytes);
bool pty_has(struct pty *pty, const char *text); /* at rest, as all that follow */
/* The screen, a line a row, trailing blanks off; valid until the next call. */
const char *pty_screen(struct pty *pty);
const char *pty_row(struct pty *pty, int row);
void pty_cursor(struct pty *pty, int *row, int *col);
bool pty_altscreen(const struct pty *pty);
bool pty_cursor_visible(const struct pty *pty);

void pty_resize(struct pty *pty, int rows, int cols);
void pty_signal(struct pty *pty, int number);
/* Lets its files grow no further, as on a full disk, or grow again. */
void pty_fill_disk(struct pty *pty, bool full);
void pty_hang_up(struct pty *pty);
/* Waits until it ends; its exit status as wait(2) gives it. */
int pty_wait_exit(struct pty *pty);
/* Is the terminal as it was before: line discipline, screen, cursor, pasting? */
bool pty_is_restored(struct pty *pty);
/* Everything the program wrote. */
const char *pty_raw(const struct pty *pty, size_t *len);
/* Before anything is read: a terminal that draws "ambiguous" characters two cells wide, as its answers to where the cursor is say. */
void pty_set_wide(struct pty *pty);
/* Waits until the program is stopped (suspended). */
void pty_wait_stopped(struct pty *pty);
bool pty_has_ended(struct pty *pty); /* now */

#endif
