namespace Runbooks.Server.Hosting;

internal static class Kestrel
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    // What a client may send before the connection is simply cut. Routes have lower limits; between the two a client is
    // listened to until its end, so that it sees the answer 413 instead of a broken connection.
    private const long HardLimit = 32 * 1024 * 1024;

    private static readonly string[] AddressKeys = ["urls", "http_ports", "https_ports"];

    public static WebApplicationBuilder ConfigureKestrel(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = HardLimit;
        });
        // The slim builder leaves it out.
        builder.WebHost.UseKestrelHttpsConfiguration();
        // Not in appsettings.json, which would win over ASPNETCORE_URLS.
        if (Array.TrueForAll(AddressKeys, key => string.IsNullOrEmpty(builder.Configuration[key])) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(DefaultUrl);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(15));
        return builder;
    }
}
