using Runbooks.Server.Alerts.Targets;

namespace Runbooks.Server.Tests.Alerts.Targets;

public sealed class FindingTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var host = new Finding(new AlertTarget("host", "sim:1", "esx-01", "sim", "simulator", "lab", null), "Found by its label: host=esx-01.", "run-1", "It holds it.");
        var none = new Finding(null, "None of its labels names a VM or host.");

        Assert.Equal(host, Finding.Read(host.Write()));
        Assert.Equal(none, Finding.Read(none.Write()));
        Assert.Null(Finding.Read(null));
    }
}
