namespace Runbooks.Server.Designer;

/// <summary>What stands at the designer's addresses where it was not built.</summary>
internal static class NotBuilt
{
    private const string Page = """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Runbooks</title>
        <body style="font:14px/22px system-ui,sans-serif;max-width:40em;margin:15vh auto;padding:0 24px">
        <h1>The designer was not built</h1>
        <p>The server runs, and the API answers at <a href="/openapi/v1.json">/api/v1</a>. This build has no web pages: it was made with
        <code>SkipDesigner</code>. With Node 20 or newer, <code>dotnet run --project server</code> builds them.</p>
        <p lang="zh-CN">服务器正常，API 可用；但此构建不含网页。安装 Node 20 或更高版本后，执行 <code>dotnet run --project server</code> 即可构建。</p>
        </body></html>
        """;

    public static Task AnswerAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(Page, context.RequestAborted);
    }
}
