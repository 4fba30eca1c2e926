package main

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

const objectEnd = "</objects>"

// page gives objects in pages, as a vCenter may; the simulator gives all at once.
func (f *front) page(w http.ResponseWriter, r *http.Request, method *simulator.Method, body []byte) bool {
	if next, is := method.Body.(*types.ContinueRetrievePropertiesEx); is {
		f.mu.Lock()
		rest, known := f.pages[next.Token]
		delete(f.pages, next.Token)
		f.mu.Unlock()
		if !known {
			refuse(w, "InvalidProperty", "The token is not known.")
			return true
		}
		answer(w, method.Name, f.cut(rest))
		return true
	}
	if _, is := method.Body.(*types.RetrievePropertiesEx); !is {
		return false
	}
	whole := f.forward(r.Header.Get("Cookie"), string(body))
	text := whole.Body.String()
	first, last := strings.Index(text, "<objects>"), strings.LastIndex(text, objectEnd)
	if whole.Code != http.StatusOK || first < 0 || strings.Count(text, objectEnd) <= pageSize {
		w.WriteHeader(whole.Code)
		_, _ = w.Write([]byte(text))
		return true
	}
	answer(w, method.Name, f.cut(strings.SplitAfter(text[first:last+len(objectEnd)], objectEnd)))
	return true
}

const pageSize = 4

// cut gives the first page, and keeps the rest under a token.
func (f *front) cut(objects []string) string {
	if objects[len(objects)-1] == "" {
		objects = objects[:len(objects)-1]
	}
	if len(objects) <= pageSize {
		return "<returnval>" + strings.Join(objects, "") + "</returnval>"
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tokens++
	token := fmt.Sprint("page-", f.tokens)
	f.pages[token] = objects[pageSize:]
	return "<returnval><token>" + token + "</token>" + strings.Join(objects[:pageSize], "") + "</returnval>"
}
