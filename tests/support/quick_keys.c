/* Preloaded into louce where a script of tests/ makes and opens many key files: the passphrase is stretched as little as libsodium allows,
 * whatever the key file asks for. What key files really cost is tested in tests/seal, without this. Key files made so are opened only so. */
#include <dlfcn.h>
#include <sodium.h>
#include <stdlib.h>

int
crypto_pwhash(unsigned char *const out, unsigned long long out_len, const char *const passphrase, unsigned long long len,
	      const unsigned char *const salt, unsigned long long passes, size_t bytes, int algorithm)
{
	int (*real)(unsigned char *, unsigned long long, const char *, unsigned long long, const unsigned char *, unsigned long long,
		    size_t, int);

	(void)passes;
	(void)bytes;
	*(void **)&real = dlsym(RTLD_NEXT, "crypto_pwhash");
	if (!real)
		abort();
	return real(out, out_len, passphrase, len, salt, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN, algorithm);
}
