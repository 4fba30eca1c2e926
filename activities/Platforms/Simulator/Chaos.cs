using System.Text;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>Numbers that look random and are functions of their place: no state, so any moment of any VM can be asked for.
/// The mixing function is SplitMix64's (Steele, Lea, Flood 2014), the text hash is FNV-1a.</summary>
internal static class Chaos
{
    public static ulong Hash(ulong a)
    {
        a += 0x9E3779B97F4A7C15;
        a = (a ^ (a >> 30)) * 0xBF58476D1CE4E5B9;
        a = (a ^ (a >> 27)) * 0x94D049BB133111EB;
        return a ^ (a >> 31);
    }

    public static ulong Hash(ulong a, ulong b) => Hash(Hash(a) ^ b);

    public static ulong Hash(ulong a, ulong b, ulong c) => Hash(Hash(a, b) ^ c);

    public static ulong Hash(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var b in Encoding.UTF8.GetBytes(text)) hash = (hash ^ b) * 0x100000001B3;
        return hash;
    }

    public static ulong Hash(string kind, int index) => Hash(Hash(kind), (ulong)index);

    /// <summary>0 inclusive to 1 exclusive.</summary>
    public static double Fraction(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));

    /// <summary>A UUID of version 8 (RFC 9562: content of one's own making).</summary>
    public static Guid Uuid(ulong a, ulong b)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Hash(a, b, 1));
        BitConverter.TryWriteBytes(bytes[8..], Hash(a, b, 2));
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Noise over time, 0 to 1, that goes in a straight line from one bucket to the next.</summary>
    public static double Noise(ulong seed, double seconds, double bucket)
    {
        var place = seconds / bucket;
        var whole = Math.Floor(place);
        var left = Fraction(Hash(seed, (ulong)(long)whole));
        var right = Fraction(Hash(seed, (ulong)(long)(whole + 1)));
        return left + ((right - left) * (place - whole));
    }
}
