#ifndef TESTS_SUPPORT_DRIVE_H
#define TESTS_SUPPORT_DRIVE_H

#include "terminal.h"

/* A small demonstration county, copied afresh for each test, and louce opened on it. */

/* Makes the county once; later calls copy it. The folder; the caller's to free with drive_release. */
char *drive_county(void);
void drive_release(char *dir);
/* `lang` "zh_CN" or "en"; `extra` further NAME=VALUE texts ending with NULL, or NULL. */
struct pty *drive_start(const char *dir, const char *lang, int rows, int cols, const char *const *extra);
/* P, the digit of the list of people, the passphrase. */
void drive_person(struct pty *pty, const char *digit);
/* Answers who gave the house back, where the form asks for it at its signature, and signs. */
void drive_answer(struct pty *pty);
/* At a photo of a form: looks through those shot at the house, one after the other, and takes them. In Chinese. */
void drive_burst(struct pty *pty);
/* Moves down a list, from its first row, to the row that holds this text. */
void drive_choose(struct pty *pty, const char *text);
/* Holds once the program is at rest: the cursor of the form stands at the question that begins with `label`. */
void drive_at(struct pty *pty, const char *label);
/* The four groups of four digits that end the row of this text. */
void drive_code(struct pty *pty, const char *text, char out[20]);
/* The passphrase that the page shows once: a word with three hyphens. */
#define DRIVE_SECRET 80
void drive_secret(struct pty *pty, char out[DRIVE_SECRET]);
/* Types its first word, as who wrote it down can, and Enter. */
void drive_write_back(struct pty *pty, const char *secret);
/* Runs louce with these words on the county; its exit status. */
int drive_louce(const char *dir, const char *words);

/* The clock of the programs started from here on, as it stands in their environment. */
#define DRIVE_CLOCK "LOUCE_CLOCK=1662000000"
extern const char *drive_clock;

#endif
