// SHA-256 by its own functions costs a third of what it costs through EVP, which looks the algorithm up for each hash. They
// are marked as deprecated for programs that may be built against a library without them.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
