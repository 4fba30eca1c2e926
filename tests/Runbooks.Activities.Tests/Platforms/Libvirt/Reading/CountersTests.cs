using System.Buffers.Binary;
using System.Text;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Reading;

public sealed class CountersTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Since_TwoReadings_GivesSharesAndRates()
    {
        var before = new Counters(1e9, 2, 0.4, 1000, 50);
        var sample = new Counters(11e9, 2, 0.5, 3000, 50).Since(before, TimeSpan.FromSeconds(10), "id", At);
        Assert.Equal(new MetricSample("id", At, 0.5, 0.5, 200, 0), sample);
    }

    [Fact]
    public void Since_FirstReading_KnowsOnlyMemory() =>
        Assert.Equal(new MetricSample("id", At, null, 0.4, null, null), new Counters(1e9, 1, 0.4, 10, 10).Since(null, TimeSpan.FromSeconds(1), "id", At));

    [Fact]
    public void Since_CountersFell_IsUnknownNotNegative()
    {
        var sample = new Counters(1e9, 1, null, 10, 10).Since(new Counters(9e9, 1, null, 99, 99), TimeSpan.FromSeconds(1), "id", At);
        Assert.Equal(new MetricSample("id", At, null, null, null, null), sample);
    }

    [Fact]
    public void Since_ACountIsMissing_IsUnknown() =>
        Assert.Null(new Counters(null, 1, null, null, null).Since(new Counters(1, 1, null, 1, 1), TimeSpan.FromSeconds(1), "id", At).Cpu);

    [Fact]
    public void Since_MoreCpuTimeThanTimePassed_IsAll() =>
        Assert.Equal(1, new Counters(5e9, 1, null, null, null).Since(new Counters(0, 1, null, null, null), TimeSpan.FromSeconds(1), "id", At).Cpu);

    [Fact]
    public void OfDomain_WhatLibvirtGives_IsTaken()
    {
        var counters = Counters.OfDomain(Parameters(
            ("cpu.time", 7), ("vcpu.current", 2), ("balloon.available", 100), ("balloon.unused", 20), ("balloon.usable", 40),
            ("block.count", 1), ("block.0.rd.bytes", 3), ("block.0.wr.bytes", 4), ("net.count", 1), ("net.0.rx.bytes", 5), ("net.0.tx.bytes", 6)));
        Assert.Equal(new Counters(7, 2, 0.6, 7, 11), counters);
    }

    [Fact]
    public void OfDomain_GuestReportsNoMemory_IsUnknown() =>
        Assert.Null(Counters.OfDomain(Parameters(("balloon.current", 100), ("balloon.rss", 90))).Memory);

    [Fact]
    public void OfHost_CachesAndBuffers_AreNotInUse()
    {
        var counters = Counters.OfHost(
            Fields(("kernel", 1), ("user", 2), ("idle", 50), ("iowait", 5)), Fields(("total", 100), ("free", 30), ("buffers", 10), ("cached", 35)), 4);
        Assert.Equal((3.0, 4.0, 0.25), (counters.CpuNanoseconds, counters.Cpus, counters.Memory));
    }

    private static TypedParameters Parameters(params (string Name, ulong Value)[] values) => TypedParameters.Read(Write(96, 88, values));

    private static NodeFields Fields(params (string Name, ulong Value)[] values) => NodeFields.Read(Write(88, 80, values), values.Length);

    private static byte[] Write(int size, int valueAt, (string Name, ulong Value)[] values)
    {
        var bytes = new byte[size * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var field = bytes.AsSpan(i * size, size);
            Encoding.UTF8.GetBytes(values[i].Name, field);
            field[80] = 4;
            BinaryPrimitives.WriteUInt64LittleEndian(field[valueAt..], values[i].Value);
        }

        return bytes;
    }
}
