using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Runbooks.Lab.Prometheus;

/// <summary>A real Prometheus, Alertmanager and node exporter on loopback, in a folder of their own, that send to one webhook. A metric is set
/// by a file that the node exporter reads.</summary>
internal sealed class PrometheusLab : IDisposable
{
    private const string Programs = "/usr/bin";
    private static readonly string[] Needed = ["prometheus", "prometheus-alertmanager", "prometheus-node-exporter"];

    private readonly string folder;
    private readonly List<Process> processes = [];

    private PrometheusLab(string folder) => this.folder = folder;

    public static void IsNeeded() => Assert.SkipUnless(
        Needed.All(program => File.Exists(Path.Combine(Programs, program))), $"Debian's packages {string.Join(", ", Needed)} are missing (test.sh installs them)");

    /// <param name="folder">To keep everything in.</param>
    /// <param name="webhook">Where alerts are sent to.</param>
    public static PrometheusLab Up(string folder, string webhook, string token)
    {
        var lab = new PrometheusLab(folder);
        var (exporter, prometheus, alertmanager) = (FreePort(), FreePort(), FreePort());
        Directory.CreateDirectory(Path.Combine(folder, "metrics"));
        lab.Write("rules.yml", Rules);
        lab.Write("prometheus.yml", $$"""
            global: { scrape_interval: 1s, evaluation_interval: 1s }
            rule_files: [ {{folder}}/rules.yml ]
            alerting: { alertmanagers: [ { static_configs: [ { targets: [ "127.0.0.1:{{alertmanager}}" ] } ] } ] }
            scrape_configs: [ { job_name: node, honor_labels: true, static_configs: [ { targets: [ "127.0.0.1:{{exporter}}" ] } ] } ]
            """);
        lab.Write("alertmanager.yml", $$"""
            route: { receiver: runbooks, group_by: [ alertname ], group_wait: 1s, group_interval: 2s, repeat_interval: 3s }
            receivers:
              - name: runbooks
                webhook_configs: [ { url: "{{webhook}}", http_config: { authorization: { credentials: "{{token}}" } } } ]
            """);
        lab.Start("prometheus-node-exporter", $"--web.listen-address=127.0.0.1:{exporter}", "--collector.disable-defaults", "--collector.textfile", $"--collector.textfile.directory={folder}/metrics");
        lab.Start("prometheus-alertmanager", $"--config.file={folder}/alertmanager.yml", $"--storage.path={folder}/am", $"--web.listen-address=127.0.0.1:{alertmanager}", "--cluster.listen-address=");
        lab.Start("prometheus", $"--config.file={folder}/prometheus.yml", $"--storage.tsdb.path={folder}/tsdb", $"--web.listen-address=127.0.0.1:{prometheus}", "--rules.alert.resend-delay=1s");
        return lab;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>What a host's CPU is at from now on, in per cent; above 80 an alert fires.</summary>
    /// <param name="severity">Of the alert.</param>
    public void Measure(string host, int cpu, string severity = "critical")
    {
        var path = Path.Combine(folder, "metrics", $"{host}.prom");
        // Moved into its place, so that it is never read by half.
        File.WriteAllText(path + ".new", string.Create(CultureInfo.InvariantCulture, $"runbooks_demo_cpu{{host=\"{host}\",level=\"{severity}\"}} {cpu}\n"));
        File.Move(path + ".new", path, overwrite: true);
    }

    public void Dispose()
    {
        foreach (var process in processes)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
    }

    private const string Rules = """
        groups:
          - name: demo
            rules:
              - alert: HostBusy
                expr: runbooks_demo_cpu{level="critical"} > 80
                labels: { severity: critical }
                annotations: { summary: "CPU of {{ $labels.host }} is at {{ $value }} %", value: "{{ $value }}" }
              - alert: HostBusy
                expr: runbooks_demo_cpu{level="warning"} > 80
                labels: { severity: warning }
                annotations: { summary: "CPU of {{ $labels.host }} is at {{ $value }} %" }
        """;

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

    private void Start(string program, params string[] arguments)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(Path.Combine(Programs, program), arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder },
        };
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        processes.Add(process);
    }
}
