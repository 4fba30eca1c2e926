using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Amazon;
using Amazon.Runtime;

namespace Runbooks.Activities.Platforms.Ec2.Metrics;

/// <summary>CloudWatch's GetMetricData by the Query protocol: its package is not to be had where this project is built.</summary>
internal sealed class CloudWatch(Ec2Settings settings, AWSCredentials credentials, TimeProvider time) : IDisposable
{
    private const string Version = "2010-08-01";

    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Limits.Call };

    private readonly Uri _endpoint = string.IsNullOrEmpty(settings.MetricsServiceUrl)
        ? new Uri($"https://monitoring.{settings.Region}.{RegionEndpoint.GetBySystemName(settings.Region).PartitionDnsSuffix}/")
        : new Uri(settings.MetricsServiceUrl);

    /// <summary>The last points of up to 500 metrics, by the id of the query.</summary>
    /// <exception cref="PlatformException">Whatever went wrong.</exception>
    public async Task<IReadOnlyDictionary<string, MetricPoint>> LastAsync(
        IReadOnlyDictionary<string, MetricQuery> queries, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var form = new Dictionary<string, string>
        {
            ["Action"] = "GetMetricData",
            ["Version"] = Version,
            ["StartTime"] = Iso(now - Limits.MetricAge - Limits.MetricPeriod),
            ["EndTime"] = Iso(now),
            ["ScanBy"] = "TimestampDescending",
        };
        foreach (var (index, (id, query)) in queries.Index()) query.Write(form, $"MetricDataQueries.member.{index + 1}.", id);
        var points = new Dictionary<string, MetricPoint>();
        do
        {
            var answer = await SendAsync(form, cancellation);
            foreach (var (id, point) in Points(answer)) points.TryAdd(id, point);
            form["NextToken"] = answer.Descendants().FirstOrDefault(element => element.Name.LocalName == "NextToken")?.Value ?? "";
        }
        while (form["NextToken"].Length > 0);

        return points;
    }

    public void Dispose() => _http.Dispose();

    private static IEnumerable<(string Id, MetricPoint Point)> Points(XElement answer)
    {
        var results = answer.Descendants().Where(element => element.Name.LocalName == "MetricDataResults").Elements();
        foreach (var result in results)
        {
            if (First(result, "Timestamps") is { } at && First(result, "Values") is { } value)
            {
                yield return (
                    result.Elements().First(element => element.Name.LocalName == "Id").Value,
                    new MetricPoint(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), double.Parse(value, CultureInfo.InvariantCulture)));
            }
        }
    }

    private static string? First(XElement result, string list) =>
        result.Elements().FirstOrDefault(element => element.Name.LocalName == list)?.Elements().FirstOrDefault()?.Value;

    private async Task<XElement> SendAsync(Dictionary<string, string> form, CancellationToken cancellation)
    {
        try
        {
            using var request = await SignedAsync(form);
            using var response = await _http.SendAsync(request, cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            return response.IsSuccessStatusCode ? XElement.Parse(text) : throw Refusal(text, (int)response.StatusCode);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new PlatformException(PlatformError.Unreachable, $"CloudWatch: {error.Message}", inner: error);
        }
        catch (AmazonClientException error)
        {
            throw new PlatformException(PlatformError.Unauthorised, error.Message, inner: error);
        }
        catch (XmlException error)
        {
            throw new PlatformException(PlatformError.Invalid, $"{_endpoint} does not answer as CloudWatch does: {error.Message}", inner: error);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new PlatformException(PlatformError.Timeout, $"CloudWatch has not answered for {Limits.Call.TotalSeconds:0} s", inner: error);
        }
    }

    private async Task<HttpRequestMessage> SignedAsync(Dictionary<string, string> form)
    {
        var body = await new FormUrlEncodedContent(form.Where(field => field.Value.Length > 0)).ReadAsStringAsync();
        var keys = await credentials.GetCredentialsAsync();
        // AWS compares with its clock, not with one that a test has set.
        var signer = new SigV4(settings.Region, "monitoring", DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        var headers = new List<KeyValuePair<string, string>> { new("host", _endpoint.Authority), new("x-amz-date", signer.Date) };
        if (!string.IsNullOrEmpty(keys.Token)) headers.Add(new("x-amz-security-token", keys.Token));
        var request = new HttpRequestMessage(HttpMethod.Post, _endpoint)
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/x-www-form-urlencoded")),
        };
        foreach (var (name, value) in headers.Skip(1)) request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("Authorization", signer.Authorization(keys.AccessKey, keys.SecretKey, headers, body));
        return request;
    }

    private static PlatformException Refusal(string text, int status)
    {
        var error = text.StartsWith('<') ? XElement.Parse(text) : new XElement("None");
        string? Named(string name) => error.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
        return Ec2Error.Of(Named("Code") ?? $"HTTP {status}", Named("Message"), status);
    }

    private static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <param name="At">When the period that it stands for began.</param>
internal readonly record struct MetricPoint(DateTimeOffset At, double Value);

/// <summary>One metric of one instance.</summary>
internal sealed record MetricQuery(string Instance, string Metric, string Statistic)
{
    public void Write(Dictionary<string, string> form, string prefix, string id)
    {
        var metric = prefix + "MetricStat.Metric.";
        form[prefix + "Id"] = id;
        form[metric + "Namespace"] = "AWS/EC2";
        form[metric + "MetricName"] = Metric;
        form[metric + "Dimensions.member.1.Name"] = "InstanceId";
        form[metric + "Dimensions.member.1.Value"] = Instance;
        form[prefix + "MetricStat.Period"] = Limits.MetricPeriod.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        form[prefix + "MetricStat.Stat"] = Statistic;
    }
}
