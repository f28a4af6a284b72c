/**
 * What our own browser client and the voice server say to each other over socket.io, namespace `/voice`.
 * Sound travels as binary arguments: mono PCM16 little endian, 16 kHz both ways, 20 ms blocks uplink.
 */
export const voiceNamespace = '/voice';
export const consoleSampleRate = 16_000;
export const uplinkBlockSamples = 320;
