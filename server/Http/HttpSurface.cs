namespace Runbooks.Server.Http;

/// <summary>What all routes have in common.</summary>
internal static class HttpSurface
{
    public static IServiceCollection AddHttpSurface(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        // Thrown, bad requests get a problem that says what is bad.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services.AddOpenApiDocument();
    }

    /// <summary>Before authentication.</summary>
    public static void UseHttpSurface(this IApplicationBuilder app)
    {
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseRouting();
    }
}
