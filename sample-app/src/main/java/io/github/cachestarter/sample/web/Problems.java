package io.github.cachestarter.sample.web;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every error is a problem detail that says what was wrong, not only that something was. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException ex, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ex.getBody().setDetail(reasons(ex.getAllErrors()));
        return super.handleMethodArgumentNotValid(ex, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException ex, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ex.getBody().setDetail(reasons(ex.getAllErrors()));
        return super.handleHandlerMethodValidationException(ex, headers, status, request);
    }

    private static String reasons(List<? extends MessageSourceResolvable> errors) {
        return errors.stream().map(Problems::reason).sorted().collect(Collectors.joining("; "));
    }

    private static String reason(MessageSourceResolvable error) {
        if (error instanceof FieldError field) {
            return field.getField() + " " + field.getDefaultMessage();
        }
        String[] codes = error.getCodes();
        String name = codes == null || codes.length < 2 ? "" : codes[1].substring(codes[1].lastIndexOf('.') + 1) + " ";
        return name + error.getDefaultMessage();
    }
}
