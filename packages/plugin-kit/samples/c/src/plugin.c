#include <cordon.h>

static uint32_t crc32(cordon_text text)
{
    uint32_t sum = 0xffffffff;
    for (uint32_t at = 0; at < text.length; at += 1) {
        sum ^= (uint8_t)text.at[at];
        for (int bit = 0; bit < 8; bit += 1)
            sum = (sum >> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum;
}

/* The host answers {"ok":{"value":3}}, or {"ok":{}} where nothing is kept. */
static uint64_t times_before(void)
{
    const cordon_text head = cordon_of("{\"ok\":{\"value\":");
    cordon_text found = cordon_storage_get(cordon_of("times"));
    uint64_t times = 0;
    if (found.length < head.length || memcmp(found.at, head.at, head.length) != 0)
        return 0;
    for (uint32_t at = head.length; at < found.length && found.at[at] >= '0' && found.at[at] <= '9'; at += 1)
        times = times * 10 + (uint64_t)(found.at[at] - '0');
    return times;
}

CORDON_OPERATION(checksum)
{
    /* The manifest's schema says that the input is a text, and the host has seen to it: so it begins and ends with a quote. */
    if (length <= 2)
        return cordon_refuse("There is nothing to add up.");
    cordon_text times = cordon_number(times_before() + 1);
    if (!cordon_is_ok(cordon_storage_put(cordon_of("times"), times)))
        return cordon_refuse("The host keeps nothing.");
    cordon_log(CORDON_INFO, cordon_of("added up"));
    cordon_text sum = cordon_number(crc32(cordon_span(input, length)));
    cordon_text head = cordon_join(cordon_join(cordon_of("{\"crc32\":"), sum), cordon_of(",\"times\":"));
    return cordon_answer(cordon_join(cordon_join(head, times), cordon_of("}")));
}
