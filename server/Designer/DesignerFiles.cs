using Microsoft.AspNetCore.Http.Headers;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Runbooks.Server.Hosting;

namespace Runbooks.Server.Designer;

/// <summary>Serves the designer: its files, and its page at every address that is nothing else's, because it has addresses of its own.</summary>
internal static class DesignerFiles
{
    private const string Assets = "/assets";

    // Nothing below these is a page, even where nothing answers.
    private static readonly PathString[] Programs = ["/api", "/hooks", "/health", "/metrics", "/openapi", "/sign-in", Assets];

    private static readonly string[] Compressed = ["text/javascript", "text/css", "text/html", "image/svg+xml", "application/json"];

    public static IServiceCollection AddDesigner(this IServiceCollection services)
    {
        services.AddSliceOptions<DesignerOptions>("Designer");
        // Only the designer's files go through it: they hold nothing secret, which compression could betray.
        return services.AddResponseCompression(compression => (compression.EnableForHttps, compression.MimeTypes) = (true, Compressed));
    }

    public static void UseDesigner(this IApplicationBuilder app)
    {
        var directory = Path.GetFullPath(app.ApplicationServices.GetRequiredService<IOptions<DesignerOptions>>().Value.Directory);
        app.UseWhen(IsDesigner, designer =>
        {
            if (!File.Exists(Path.Combine(directory, "index.html")))
            {
                designer.Use((context, next) => IsPage(context.Request) ? NotBuilt.AnswerAsync(context) : next(context));
                return;
            }

            designer.UseResponseCompression();
            var files = new StaticFileOptions { FileProvider = new PhysicalFileProvider(directory), OnPrepareResponse = Cache };
            designer.UseStaticFiles(files);
            designer.Use((context, next) =>
            {
                if (IsPage(context.Request)) context.Request.Path = "/index.html";
                return next(context);
            });
            designer.UseStaticFiles(files);
        });
    }

    private static bool IsDesigner(HttpContext context) => context.GetEndpoint() is null
        && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));

    private static bool IsPage(HttpRequest request) => !Array.Exists(Programs, program => request.Path.StartsWithSegments(program));

    // The names of assets hold a hash of what is in them; everything else is asked for again.
    private static void Cache(StaticFileResponseContext file) => new ResponseHeaders(file.Context.Response.Headers).CacheControl =
        file.Context.Request.Path.StartsWithSegments(Assets)
            ? new CacheControlHeaderValue { Public = true, MaxAge = TimeSpan.FromDays(365), Extensions = { new NameValueHeaderValue("immutable") } }
            : new CacheControlHeaderValue { NoCache = true };
}
